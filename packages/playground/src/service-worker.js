// Keeps the page for when there is no network. The build puts `version` and `files` above: the page and all that it loads.
// With a network the newest page comes; the other files have their content in their names, and are taken from what is kept.
/* global version, files */
const ours = `wigglenet-playground ${registration.scope} `
const kept = ours + version

addEventListener('install', (event) => event.waitUntil(caches.open(kept).then((cache) => cache.addAll(files))))

addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith(ours) && name !== kept
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))))
})

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || !files.some((file) => new URL(file, location).href === origin + pathname)) return
  const find = () => caches.open(kept).then((cache) => cache.match(request, { ignoreSearch: true }))
  event.respondWith(
    request.mode === 'navigate' ? fetch(request).catch(find) : find().then((found) => found ?? fetch(request)),
  )
})
