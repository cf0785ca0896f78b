// What is said of people in the hall: who speaks, and the signs they give.
import type { Language, Mood, RoomCard, SpeakerView } from '../protocol/generated'
import { inLanguage } from './i18n.svelte'

/** The name if there is one, else the group; "" where there is neither. */
export const speakerName = (speaker: SpeakerView, card: RoomCard | null, language?: Language): string =>
  speaker.name ?? inLanguage(card?.groups.find((one) => one.key === speaker.group)?.label, language)

export const faces: Readonly<Record<Mood, string>> = { hand: '✋', applause: '👏', agree: '👍', slower: '🐢', louder: '🔊', lost: '🤔' }
export const moods = Object.keys(faces) as readonly Mood[]
