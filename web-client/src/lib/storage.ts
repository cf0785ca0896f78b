// What a phone keeps: seat ticket, pending commands, drafts, language. Local storage may be full, forbidden or wiped:
// then memory serves for the life of the page.

const prefix = 'warsha:'
const memory = new Map<string, string>()

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(prefix + key) ?? memory.get(key)
  } catch {
    return memory.get(key)
  }
}

export function load<T>(key: string): T | undefined {
  const text = read(key)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

export function save(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(prefix + key, text)
    memory.delete(key)
  } catch {
    memory.set(key, text)
  }
}

export function remove(key: string): void {
  memory.delete(key)
  try {
    localStorage.removeItem(prefix + key)
  } catch {
    // Nothing was there.
  }
}

/** Keys that begin with `start`, without our prefix. */
export function keysOf(start: string): string[] {
  const kept = [...memory.keys()]
  try {
    kept.push(...Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)))
  } catch {
    // Memory is all there is.
  }
  return kept.filter((key) => key.startsWith(start))
}

/** Will what is saved now be there after a reload? */
export function isLasting(): boolean {
  try {
    localStorage.setItem(prefix + 'probe', '1')
    localStorage.removeItem(prefix + 'probe')
    return true
  } catch {
    return false
  }
}

/** Another tab of this device wrote or removed `key`. Returns how to stop listening. */
export function onOtherTab(key: string, then: () => void): () => void {
  const listen = (event: StorageEvent): void => {
    if (event.key === prefix + key) then()
  }
  addEventListener('storage', listen)
  return () => removeEventListener('storage', listen)
}
