// What a phone keeps: seat ticket, pending commands, drafts, language. Local storage may be full, forbidden or wiped:
// then memory serves for the life of the page.

const memory = new Map<string, string>()

export function load<T>(key: string): T | undefined {
  let text: string | null | undefined
  try {
    text = localStorage.getItem(`warsha:${key}`)
  } catch {
    text = null
  }
  text ??= memory.get(key)
  if (text == null) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

export function save(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  memory.set(key, text)
  try {
    localStorage.setItem(`warsha:${key}`, text)
  } catch {
    // Memory has it.
  }
}

export function remove(key: string): void {
  memory.delete(key)
  try {
    localStorage.removeItem(`warsha:${key}`)
  } catch {
    // Nothing was there.
  }
}

/** Another tab of this phone wrote `key`. Returns how to stop listening. */
export function onOtherTab(key: string, then: () => void): () => void {
  const listen = (event: StorageEvent): void => {
    if (event.key === `warsha:${key}`) then()
  }
  addEventListener('storage', listen)
  return () => removeEventListener('storage', listen)
}
