// The code of a certificate as people type it: "4829 13 7kq2-m9xd". Eight characters of Crockford's base 32 (no I, L, O, U) after the room's. Pure.

/** "482913-7KQ2M9XD"; "" where it cannot be one. */
export function cleanCode(typed: string): string {
  const plain = [...typed].map((c) => {
    const point = c.codePointAt(0) ?? 0
    if (point >= 0x660 && point <= 0x669) return String(point - 0x660)
    return point >= 0x6f0 && point <= 0x6f9 ? String(point - 0x6f0) : c
  }).join('').toUpperCase().replace(/[\s\u00a0\u200e\u200f\u2010-\u2015\u2066-\u2069_.-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return /^\d{6}(\d{2})?[0-9A-HJKMNP-TV-Z]{8}$/.test(plain) ? `${plain.slice(0, -8)}-${plain.slice(-8)}` : ''
}
