import './zod-without-eval.ts'
import 'pretendard/dist/web/variable/pretendardvariable.css'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connectSession } from './session-store.ts'
import { readSession } from './station-session.ts'
import { startPreferences } from './ui/preferences.ts'

connectSession(readSession)
startPreferences()
const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
