/** How long until the room closes, in the largest unit that says enough: from two days in days, from two hours in hours. Pure. */
export function timeLeft(ms: number): { readonly unit: 'days' | 'hours' | 'minutes'; readonly n: number } {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes >= 2 * 24 * 60) return { unit: 'days', n: Math.floor(minutes / (24 * 60)) }
  return minutes >= 2 * 60 ? { unit: 'hours', n: Math.floor(minutes / 60) } : { unit: 'minutes', n: minutes }
}
