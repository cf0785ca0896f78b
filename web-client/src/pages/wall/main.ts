import '../../lib/base.css'
import { mount } from 'svelte'
import { isBeside } from '../../lib/beside'
import App from './App.svelte'

const target = document.getElementById('app')
if (target && isBeside(location.search)) {
  document.documentElement.classList.add('beside')
  void import('./Beside.svelte').then((part) => mount(part.default, { target }))
} else if (target) mount(App, { target })
