/** The field app's entry. */
import { render } from 'preact'
import { start } from '../sync/app'
import { refreshWords, wearPreferences } from './preferences'
import { App } from './shell'
import './styles.css'
import { watchUpdates } from './update'

wearPreferences()
render(<App />, document.getElementById('app') as HTMLElement)
void start()
void refreshWords()
void watchUpdates()
