// Cuts the fonts to the letters we use: 166 KB of Noto Sans Arabic become 15 KB. The Arabic file of the package has no digits;
// they come from its Latin file, else a join code would fall to a random system font. Latin letters are the system's own.
import fs from 'node:fs'
import subsetFont from 'subset-font'

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('')
const arabic = ' \u00a0،؛؟ـ«»…' + range(0x621, 0x63a) + range(0x641, 0x652) + '\u200c\u200d\u200e\u200f'
// Letters of neighbours and dialects (أڭادير), Arabic-Indic digits, rare marks: a face of its own, fetched only where one of them occurs.
const more = arabic + range(0x653, 0x655) + '\u0670' + range(0x660, 0x669) + '٪٫٬' + range(0x6f0, 0x6f9) + 'ٱپچژڤڥگڨڭکی\u2066\u2067\u2068\u2069'
const digits = ' \u00a0!%()+,-./:?«»–…·' + range(0x30, 0x39)
const files = 'node_modules/@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-'
const weights = { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 700 } } }

fs.mkdirSync('src/fonts', { recursive: true })
for (const [name, file, letters] of [['arabic', 'arabic', arabic], ['arabic-more', 'arabic', more], ['digits', 'latin', digits]]) {
  const target = `src/fonts/${name}.woff2`
  fs.writeFileSync(target, await subsetFont(fs.readFileSync(`${files}${file}-wght-normal.woff2`), letters, weights))
}
