// Ids are born on the phone. Plain HTTP in a hall has no randomUUID and no crypto.subtle; getRandomValues is always there.
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
}

export const randomBytes = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size))

/** 128 random bits, 22 characters. */
export const newId = <Id extends string>(): Id => toBase64Url(randomBytes(16)) as Id

/** "٤٨٢ ٩١٣", "۴۸۲-۹۱۳" → "482913"; anything but digits, spaces and dashes → "". */
export function normaliseCode(typed: string): string {
  let code = ''
  for (const c of typed) {
    const point = c.codePointAt(0) ?? 0
    if (point >= 0x30 && point <= 0x39) code += c
    else if (point >= 0x660 && point <= 0x669) code += String(point - 0x660)
    else if (point >= 0x6f0 && point <= 0x6f9) code += String(point - 0x6f0)
    else if (!/[\s\u00a0\u200e\u200f\u2066-\u2069-]/.test(c)) return ''
  }
  return code
}
