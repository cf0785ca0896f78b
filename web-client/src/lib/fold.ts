// What counts as the same word in duplicate hints: the same rule as fold_text in protocol/fold.cpp.

const letters: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ـ: '' }
const arabicMark = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/
/** A lone ل is what remains of the article after a ل. */
const articles = ['وال', 'فال', 'بال', 'كال', 'ال', 'لل', 'ل']

/** Only Latin letters lose their marks: in other scripts they are letters of their own. */
function dropAccents(text: string): string {
  let isLatin = false
  let out = ''
  for (const c of text.normalize('NFD')) {
    const isMark = /\p{Mn}/u.test(c)
    if (!isMark) isLatin = c < '\u0250'
    if (!(isMark && isLatin)) out += c
  }
  return out.normalize('NFC')
}

const foldLetters = (text: string): string => [...text].map((c) => letters[c] ?? (arabicMark.test(c) ? '' : c)).join('')

function stripArticle(word: string): string {
  const article = articles.find((one) => word.startsWith(one) && word.length - one.length >= 3)
  return article === undefined ? word : stripArticle(word.slice(article.length))
}

/** الهيئات and الهيآت are one word; a word of three letters or fewer keeps its hamza (رأي, بئر). */
const dropInnerHamza = (word: string): string =>
  word.length <= 3 ? word : [...word].filter((c, i) => i === 0 || i === word.length - 1 || !'ئؤء'.includes(c)).join('')

const foldWord = (word: string): string => (/^[\u0620-\u06ff]/.test(word) ? dropInnerHamza(stripArticle(word)) : word)

export const fold = (text: string): string =>
  foldLetters(dropAccents(text.normalize('NFKC').toLowerCase().replace(/\p{Default_Ignorable_Code_Point}/gu, ''))).replace(/[\p{L}\p{Nd}]+/gu, foldWord)

const wordsOf = (text: string): ReadonlySet<string> => new Set(fold(text).match(/[\p{L}\p{Nd}]+/gu) ?? [])

/** Share of common words, 0 to 1 (Jaccard). */
export function likeness(a: string, b: string): number {
  const left = wordsOf(a), right = wordsOf(b)
  if (left.size === 0 || right.size === 0) return 0
  const common = [...left].filter((word) => right.has(word)).length
  return common / (left.size + right.size - common)
}
