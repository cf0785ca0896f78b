// How every page starts: the words first, then the screen.
import './base.css'
import { mount, type Component } from 'svelte'
import { speech, type Area } from './i18n.svelte'

export async function startPage(App: Component, ...areas: readonly Area[]): Promise<void> {
  await speech.start('common', ...areas)
  const target = document.getElementById('app')
  if (target) mount(App, { target })
}
