// An image made small enough to travel inside a page: scaled down and encoded anew, until its data address fits.
const widths = [1200, 960, 800, 640, 480, 360, 240, 160]
const qualities = [0.8, 0.6, 0.4]

/** undefined: it is no image, or nothing of it fits into so many characters. */
export async function imageWithin(file: Blob, charactersMax: number): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (!bitmap) return undefined
  try {
    for (const wide of widths.filter((one, i) => one <= bitmap.width || i === widths.length - 1)) {
      const canvas = draw(bitmap, Math.min(1, wide / bitmap.width))
      for (const quality of qualities) {
        const made = encode(canvas, quality)
        if (made.length <= charactersMax) return made
      }
    }
    return undefined
  } finally {
    bitmap.close()
  }
}

function draw(bitmap: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d')
  if (context) {
    // JPEG has no transparency: what is clear would turn black.
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  }
  return canvas
}

/** A browser that cannot write WebP answers with PNG. */
function encode(canvas: HTMLCanvasElement, quality: number): string {
  const webp = canvas.toDataURL('image/webp', quality)
  return webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/jpeg', quality)
}
