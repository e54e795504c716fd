import '../../../renderer/zod-without-eval.ts'
import 'pretendard/dist/web/variable/pretendardvariable.css'
import '../../../renderer/styles/tokens.css'
import '../../../renderer/styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from '../../../renderer/app.tsx'
import { connectSession } from '../../../renderer/session-store.ts'
import { readSession } from '../../../renderer/station-session.ts'
import { startPreferences } from '../../../renderer/ui/preferences.ts'

// The page of these tests: the real application around the fake station of floor-station.ts.
connectSession(readSession)
startPreferences()
const root = document.querySelector('#root')
if (root === null) throw new Error('floor-page.html has no #root')
createRoot(root).render(<App />)
