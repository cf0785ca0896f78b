// Equal for duplicate hints: the same rule as fold_text in protocol/text.hpp.

const letters: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه' }
const joinedArticles = ['وال', 'بال', 'فال', 'كال']
const articles = ['ال', 'لل']

function dropHamza(word: string): string {
  const points = [...word]
  if (points.length <= 3) return word
  return points.filter((c, i) => i === 0 || i === points.length - 1 || !'ئؤء'.includes(c)).join('')
}

function stripArticle(word: string): string {
  for (let again = true; again; ) {
    again = false
    for (const article of [...joinedArticles, ...articles])
      if (word.startsWith(article) && word.length - article.length >= 3) {
        word = word.slice(article.length)
        again = true
      }
  }
  return word
}

const isArabic = (c: string): boolean => /[\u0620-\u064a]/.test(c)

/** Words of `text` in a form in which spellings of the same word are equal. */
export function foldWords(text: string): string[] {
  const folded = [...text.normalize('NFKC').toLowerCase()]
    .filter((c) => c !== '\u0640' && !/\p{M}/u.test(c))
    .map((c) => (isArabic(c) ? (letters[c] ?? c) : ([...c.normalize('NFD')][0] ?? c)))
    .join('')
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => stripArticle(dropHamza(word)))
}

export const fold = (text: string): string => foldWords(text).join(' ')

/** Share of common words, 0 to 1 (Jaccard). */
export function likeness(a: string, b: string): number {
  const left = new Set(foldWords(a)), right = new Set(foldWords(b))
  if (left.size === 0 || right.size === 0) return 0
  const common = [...left].filter((word) => right.has(word)).length
  return common / (left.size + right.size - common)
}
