/**
 * Everything stays on the wall: the type (`--fit`, a factor) shrinks, down to half, until the content fits its place. Measured again when
 * the place or what `changes` reads changes, and when the fonts have come.
 */
export function fit(node: HTMLElement, changes: () => unknown): void {
  const measure = (): void => {
    for (let scale = 1; scale >= 0.5; scale -= 0.05) {
      node.style.setProperty('--fit', `${scale}`)
      if (node.scrollHeight <= node.clientHeight + 1) return
    }
  }
  $effect(() => {
    changes()
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    void document.fonts.ready.then(measure)
    return () => observer.disconnect()
  })
}
