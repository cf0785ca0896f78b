// Long messages to a whole audience come deflated (RFC 1951), as binary ones, to pages that say in their hello that they inflate.

const format = 'deflate-raw'

/** Older browsers have the streams but not this format: the constructor says so. */
export const inflates = ((): boolean => {
  try {
    return new DecompressionStream(format) !== undefined
  } catch {
    return false
  }
})()

const inflated = (bytes: ArrayBuffer): Promise<string> => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format))).text()

/**
 * Hands texts on in the order in which they came, inflated where needed: at once as long as none before is being inflated. One that cannot be
 * inflated is `broken`, and nothing after it is handed on.
 */
export function inTurn(take: (text: string) => void, broken: () => void): (data: string | ArrayBuffer) => void {
  let last: Promise<boolean> | undefined
  return (data) => {
    if (typeof data === 'string' && !last) return take(data)
    const text = typeof data === 'string' ? data : inflated(data).catch(() => undefined)
    const mine: Promise<boolean> = (last ?? Promise.resolve(true)).then(async (isWhole) => {
      const got = await text
      if (!isWhole) return false
      if (got === undefined) {
        broken()
        return false
      }
      if (last === mine) last = undefined
      try {
        take(got)
      } catch (error) {
        reportError(error)  // as one that was not deflated would: the next is handed on
      }
      return true
    })
    last = mine
  }
}
