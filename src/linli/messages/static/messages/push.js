/** Lets this browser show one's notices: asks for permission, subscribes, and hands the subscription in. */
for (const box of document.querySelectorAll('[data-push]')) {
  offer(box)
}

async function offer(box) {
  const button = box.querySelector('[data-push-button]')
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return
  button.hidden = false
  button.addEventListener('click', () => subscribe(box, button))
}

async function subscribe(box, button) {
  button.disabled = true
  try {
    if ((await Notification.requestPermission()) !== 'granted') return tell(box, box.dataset.pushRefused)
    const registration = await navigator.serviceWorker.register(box.dataset.pushWorker)
    await ready(registration)
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(box.dataset.pushKey),
    })
    await handIn(box.dataset.pushUrl, subscription)
    window.location.reload()
  } catch {
    tell(box, box.dataset.pushFailed)
  } finally {
    button.disabled = false
  }
}

/** A worker just registered takes a moment until it may subscribe. */
function ready(registration) {
  const worker = registration.installing ?? registration.waiting
  if (registration.active || !worker) return Promise.resolve()
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => worker.state === 'activated' && resolve())
  })
}

async function handIn(url, subscription) {
  const token = JSON.parse(document.body.getAttribute('hx-headers') ?? '{}')['X-CSRFToken'] ?? ''
  const body = new URLSearchParams({ subscription: JSON.stringify(subscription), browser: browserName() })
  const answer = await fetch(url, { method: 'POST', body, headers: { 'X-CSRFToken': token } })
  if (!answer.ok) throw new Error(String(answer.status))
}

function browserName() {
  const brands = navigator.userAgentData?.brands.map((one) => one.brand).filter((name) => !/not.?a/i.test(name))
  const known = /(Firefox|Edg|Safari|Chrome)/.exec(navigator.userAgent)
  return `${brands?.at(-1) ?? known?.[1] ?? ''} ${navigator.platform ?? ''}`.trim()
}

function bytes(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function tell(box, words) {
  box.querySelector('[data-push-note]').textContent = words
}
