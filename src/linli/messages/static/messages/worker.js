/** Shows a notice that arrives while no page of Linli is open, and opens the page it is about. */
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  const note = event.data ? event.data.json() : {}
  const shown = self.registration.showNotification(note.title ?? '', {
    body: note.text ?? '',
    tag: note.tag,
    data: { url: note.url },
    icon: '/static/site/favicon.svg',
  })
  event.waitUntil(shown)
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = event.notification.data?.url
  if (url) event.waitUntil(self.clients.openWindow(url))
})
