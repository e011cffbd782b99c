// The page of a web server: its worker is a file of its own, and once loaded it opens offline too.
import SessionWorker from '../session/worker.ts?worker'
import { startPage } from './start.tsx'

startPage(() => new SessionWorker())
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('./service-worker.js')
