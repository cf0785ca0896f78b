// Whatever moves or goes, the focus stays near. To be called before the page changes.
import { tick } from 'svelte'

/**
 * Within a `data-board`: to what now stands in the same place of its `data-list`, else to the same `data-focus` elsewhere, else to the first
 * of `others`, else to the board's head.
 */
export function stayNear(...others: readonly (string | undefined)[]): void {
  const at = document.activeElement
  const board = at?.closest<HTMLElement>('[data-board]')
  if (!at || !board) return
  const key = at.closest<HTMLElement>('[data-focus]')?.dataset['focus']
  const list = at.closest<HTMLElement>('[data-list]')
  const place = list ? [...list.querySelectorAll('[data-focus]')].indexOf(at) : -1
  void tick().then(() => {
    // Somebody has it: it was not lost, or was given away on purpose.
    if (document.activeElement && document.activeElement !== document.body) return
    const beside = list?.isConnected && place >= 0 ? [...list.querySelectorAll<HTMLElement>('[data-focus]')] : []
    const named = [key, ...others, 'head'].map((one) => (one ? board.querySelector<HTMLElement>(`[data-focus="${one}"]`) : undefined)).find(Boolean)
    const next = beside[Math.min(place, beside.length - 1)] ?? named
    next?.focus()
  })
}
