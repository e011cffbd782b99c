// The page as one HTML file, which may lie in a folder: its worker is text in the page.
import SessionWorker from '../session/worker.ts?worker&inline'
import { startPage } from './start.tsx'

startPage(() => new SessionWorker())
