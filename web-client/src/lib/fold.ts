// Equal for duplicate hints: the same rule as fold_text in protocol/text.hpp.

const letters: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه' }
/** A lone ل is what remains of the article after a ل. */
const articles = ['وال', 'فال', 'بال', 'كال', 'ال', 'لل', 'ل']

/** الهيئات and الهيآت are one word; a word of three letters or fewer keeps its hamza (رأي, بئر). */
function dropInnerHamza(word: string): string {
  return word.length <= 3 ? word : [...word].filter((c, i, all) => i === 0 || i === all.length - 1 || !'ئؤء'.includes(c)).join('')
}

function stripArticle(word: string): string {
  const article = articles.find((one) => word.startsWith(one) && word.length - one.length >= 3)
  return article ? stripArticle(word.slice(article.length)) : word
}

const isArabic = (c: string): boolean => /[\u0620-\u06ff]/.test(c)

/** Words of `text` in a form in which spellings of the same word are equal. */
export function foldWords(text: string): string[] {
  const folded = [...text.normalize('NFKC').toLowerCase()]
    .filter((c) => c !== '\u0640' && !/\p{M}/u.test(c))
    .map((c) => (isArabic(c) ? (letters[c] ?? c) : ([...c.normalize('NFD')][0] ?? c)))
    .join('')
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => (isArabic(word) ? dropInnerHamza(stripArticle(word)) : word))
}

export const fold = (text: string): string => foldWords(text).join(' ')

/** Share of common words, 0 to 1 (Jaccard). */
export function likeness(a: string, b: string): number {
  const left = new Set(foldWords(a)), right = new Set(foldWords(b))
  if (left.size === 0 || right.size === 0) return 0
  const common = [...left].filter((word) => right.has(word)).length
  return common / (left.size + right.size - common)
}
