import '../../lib/base.css'
import { mount } from 'svelte'
import { isBeside } from '../../lib/beside'
import App from './App.svelte'

if (isBeside(location.search)) {
  document.documentElement.classList.add('beside')
  void import('./beside.css')
}
const target = document.getElementById('app')
if (target) mount(App, { target })
