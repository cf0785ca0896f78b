// Words in the chosen language. Messages are compiled at build time; only the chosen language is loaded.
import type { Language, Wording } from '../protocol/generated'
import type common from '../../messages/common.ar.json'
import type commonFr from '../../messages/common.fr.json'
import type commonEn from '../../messages/common.en.json'
import type phone from '../../messages/phone.ar.json'
import type phoneFr from '../../messages/phone.fr.json'
import type phoneEn from '../../messages/phone.en.json'
import type desk from '../../messages/desk.ar.json'
import type deskFr from '../../messages/desk.fr.json'
import type deskEn from '../../messages/desk.en.json'
import type wall from '../../messages/wall.ar.json'
import type wallFr from '../../messages/wall.fr.json'
import type wallEn from '../../messages/wall.en.json'
import type site from '../../messages/site.ar.json'
import type siteFr from '../../messages/site.fr.json'
import type siteEn from '../../messages/site.en.json'
import { load, save } from './storage'

type Same<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : never) : never
/** A text that is missing in a language, or in one only, does not compile. */
export const complete: [
  Same<typeof common, typeof commonFr>, Same<typeof common, typeof commonEn>, Same<typeof phone, typeof phoneFr>, Same<typeof phone, typeof phoneEn>,
  Same<typeof desk, typeof deskFr>, Same<typeof desk, typeof deskEn>, Same<typeof wall, typeof wallFr>, Same<typeof wall, typeof wallEn>,
  Same<typeof site, typeof siteFr>, Same<typeof site, typeof siteEn>,
] = [true, true, true, true, true, true, true, true, true, true]

type Texts = typeof common & typeof phone & typeof desk & typeof wall & typeof site
export type TextKey = keyof Texts
export type Data = Readonly<Record<string, string | number>>
/** Every text as a function of its data. A page sees the areas that it started with. */
export type Words = { readonly [key in TextKey]: (data?: Data) => string }
export type Area = 'common' | 'phone' | 'desk' | 'wall' | 'site'

const files = import.meta.glob<{ default: Partial<Words> }>('../../messages/*.json')

/** What Intl is told: western digits and Moroccan month names for Arabic. */
export const locales: Readonly<Record<Language, string>> = { ar: 'ar-MA', fr: 'fr-MA', en: 'en-GB' }
export const languages: readonly Language[] = ['ar', 'fr', 'en']
export const languageNames: Readonly<Record<Language, string>> = { ar: 'العربية', fr: 'Français', en: 'English' }
export const languageMarks: Readonly<Record<Language, string>> = { ar: 'ع', fr: 'FR', en: 'EN' }
export const directionOf = (language: Language): 'rtl' | 'ltr' => (language === 'ar' ? 'rtl' : 'ltr')

/** The one chosen before on this device, else the browser's first that we have, else Arabic. */
export function guessLanguage(): Language {
  const stored = load<Language>('language')
  if (stored && languages.includes(stored)) return stored
  for (const wanted of navigator.languages ?? []) {
    const found = languages.find((one) => wanted.toLowerCase().startsWith(one))
    if (found) return found
  }
  return 'ar'
}

/** All words of some areas in one language; the wall shows two languages at once. */
export async function wordsIn(language: Language, ...wanted: readonly Area[]): Promise<Words> {
  const modules = await Promise.all(wanted.map((area) => files[`../../messages/${area}.${language}.json`]?.()))
  return Object.assign({}, ...modules.map((one) => one?.default)) as Words
}

class Speech {
  language = $state<Language>('ar')
  #words = $state.raw<Words>()
  #areas: readonly Area[] = []

  /** The words; only after start() has ended. */
  get t(): Words {
    if (!this.#words) throw new Error('speech.start() first')
    return this.#words
  }

  async start(...wanted: readonly Area[]): Promise<void> {
    this.#areas = wanted
    await this.#speak(guessLanguage())
  }

  /** The person chose: remembered on this device. Keeps the old language when the words cannot be fetched. */
  async speak(language: Language): Promise<void> {
    await this.#speak(language)
    save('language', language)
  }

  async #speak(language: Language): Promise<void> {
    this.#words = await wordsIn(language, ...this.#areas)
    this.language = language
    document.documentElement.lang = locales[language]
    document.documentElement.dir = directionOf(language)
  }
}

export const speech = new Speech()

/** Someone's words in the language, else in whichever there is; "" when all were erased. */
export const inLanguage = (words: Wording | undefined, language: Language = speech.language): string =>
  words?.[language] ?? words?.ar ?? words?.fr ?? words?.en ?? ''
