import { startPage } from '../../lib/page'
import App from './App.svelte'

void startPage(App, 'site')
