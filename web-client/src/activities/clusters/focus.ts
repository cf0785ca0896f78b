/**
 * Whatever moves or goes within a `data-board`, the focus stays near: at what now stands in the same place of its `data-list`, else at the
 * same `data-focus` elsewhere, else at the first of `others`, else at the board's head.
 */
export class Near {
  #at: Element | undefined
  #board: HTMLElement | undefined
  #list: HTMLElement | undefined
  #key: string | undefined
  #place = -1

  /** Where the focus is now. */
  note = (): void => {
    const at = document.activeElement
    const board = at?.closest<HTMLElement>('[data-board]')
    if (!at || !board) return
    this.#at = at
    this.#board = board
    this.#key = at.closest<HTMLElement>('[data-focus]')?.dataset['focus']
    this.#list = at.closest<HTMLElement>('[data-list]') ?? undefined
    this.#place = this.#list ? [...this.#list.querySelectorAll('[data-focus]')].indexOf(at) : -1
  }

  /** To be called when the page has changed. */
  restore(...others: readonly (string | undefined)[]): void {
    const isLost = !document.activeElement || document.activeElement === document.body
    if (isLost && this.#at && !this.#at.isConnected) {
      const beside = this.#list?.isConnected && this.#place >= 0 ? [...this.#list.querySelectorAll<HTMLElement>('[data-focus]')] : []
      const named = [this.#key, ...others, 'head'].map((key) => (key ? this.#board?.querySelector<HTMLElement>(`[data-focus="${key}"]`) : undefined)).find(Boolean)
      const next = beside[Math.min(this.#place, beside.length - 1)] ?? named
      next?.focus()
    }
    this.note()
  }
}
