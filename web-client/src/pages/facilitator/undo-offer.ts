// When the desk offers to undo: once for each action, and only to the page that did it.
import type { Cid } from '../../protocol/generated'

/** `undo` is what the desk could undo now, `own` the commands of this page's life, `offered` what was offered before. */
export function offerFor(undo: Cid | undefined, own: ReadonlyMap<string, unknown>, offered: ReadonlySet<string>): Cid | undefined {
  return undo && own.has(undo) && !offered.has(undo) ? undo : undefined
}
