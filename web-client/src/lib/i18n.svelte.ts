// Words in the chosen language. Messages are compiled at build time; only the chosen language is loaded.
import type { Language } from '../protocol/generated'
import type phone from '../../messages/phone.ar.json'
import type staff from '../../messages/staff.ar.json'
import type phoneFr from '../../messages/phone.fr.json'
import type phoneEn from '../../messages/phone.en.json'
import type staffFr from '../../messages/staff.fr.json'
import type staffEn from '../../messages/staff.en.json'
import { load, save } from './storage'

type Equal<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : never) : never
/** A text that is missing in a language, or too many in one, does not compile. */
export const complete: [Equal<typeof phone, typeof phoneFr>, Equal<typeof phone, typeof phoneEn>, Equal<typeof staff, typeof staffFr>, Equal<typeof staff, typeof staffEn>] = [true, true, true, true]

type Data = Record<string, unknown>
type Say<K extends PropertyKey> = { readonly [key in K]: (data?: Data) => string }
type Module = { default: unknown }

const areas = {
  /** Of `phone`: what is needed at first, and the rest (messages/later.json). */
  first: { ar: () => import('../../messages/phone.ar.json?first'), fr: () => import('../../messages/phone.fr.json?first'), en: () => import('../../messages/phone.en.json?first') },
  later: { ar: () => import('../../messages/phone.ar.json?later'), fr: () => import('../../messages/phone.fr.json?later'), en: () => import('../../messages/phone.en.json?later') },
  phone: { ar: () => import('../../messages/phone.ar.json'), fr: () => import('../../messages/phone.fr.json'), en: () => import('../../messages/phone.en.json') },
  staff: { ar: () => import('../../messages/staff.ar.json'), fr: () => import('../../messages/staff.fr.json'), en: () => import('../../messages/staff.en.json') },
}
type Area = keyof typeof areas

/** What Intl is told: western digits and Moroccan month names for Arabic. */
export const locales: Readonly<Record<Language, string>> = { ar: 'ar-MA', fr: 'fr-MA', en: 'en-GB' }
export const languages: readonly Language[] = ['ar', 'fr', 'en']
export const languageNames: Readonly<Record<Language, string>> = { ar: 'العربية', fr: 'Français', en: 'English' }

function guess(): Language {
  const stored = load<Language>('language')
  if (stored && languages.includes(stored)) return stored
  for (const wanted of navigator.languages ?? []) {
    const found = languages.find((one) => wanted.toLowerCase().startsWith(one))
    if (found) return found
  }
  return 'ar'
}

class Speech {
  language = $state<Language>('ar')
  ready = $state(false)
  #words = $state.raw<Data>({})

  get t(): Say<keyof typeof phone> & Say<keyof typeof staff> {
    return this.#words as Say<keyof typeof phone> & Say<keyof typeof staff>
  }

  start(...wanted: Area[]): Promise<void> {
    this.#areas = wanted
    this.#loading = this.speak(guess(), false)
    return this.#loading
  }
  #areas: Area[] = []
  #loading: Promise<void> = Promise.resolve()

  /** Words that the page did not need at first. */
  async also(area: Area): Promise<void> {
    await this.#loading
    if (this.#areas.includes(area)) return this.#loading
    const before = this.#areas
    this.#areas = [...before, area]
    this.#loading = this.speak(this.language, false)
    await this.#loading.catch((error: unknown) => {
      // No connection: the next one who asks tries again.
      this.#areas = before
      this.#loading = Promise.resolve()
      throw error
    })
  }

  async speak(language: Language, remember = true): Promise<void> {
    this.#words = await wordsIn(language, ...this.#areas)
    this.language = language
    if (remember) save('language', language)
    document.documentElement.lang = locales[language]
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
    this.ready = true
  }
}

/** All words of some areas in one language; the wall shows two at once. */
export async function wordsIn(language: Language, ...wanted: Area[]): Promise<Say<keyof typeof phone> & Say<keyof typeof staff>> {
  const modules = await Promise.all(wanted.map((area) => areas[area][language]() as Promise<Module>))
  return Object.assign({}, ...modules.map((module) => module.default))
}

export const speech = new Speech()

export const number = (n: number, language: Language = speech.language): string => new Intl.NumberFormat(locales[language]).format(n)
/** Hours and minutes of a moment, as clocks here show it. */
export const clock = (ms: number, language: Language = speech.language): string =>
  new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit' }).format(ms)
/** Day, hour and minutes, where it may be days away. */
export const moment = (ms: number, language: Language = speech.language): string =>
  new Intl.DateTimeFormat(locales[language], { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(ms)
export const percent = (share: number, language: Language = speech.language): string =>
  new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 0 }).format(share)

interface Wording { readonly ar?: string; readonly fr?: string; readonly en?: string }
/** Someone's words in the language, else in whichever there is. */
export const inLanguage = (words: Wording | undefined, language: Language = speech.language): string =>
  words?.[language] ?? words?.ar ?? words?.fr ?? words?.en ?? ''
