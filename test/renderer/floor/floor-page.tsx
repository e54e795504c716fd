import '../../../renderer/zod-without-eval.ts'
import 'pretendard/dist/web/variable/pretendardvariable.css'
import '../../../renderer/styles/tokens.css'
import '../../../renderer/styles/base.css'
import { createRoot } from 'react-dom/client'
import { api } from '../../../renderer/api.ts'
import { App } from '../../../renderer/app.tsx'
import { ScanProvider } from '../../../renderer/scan/scan-provider.tsx'
import { connectSession } from '../../../renderer/session-store.ts'
import { startPreferences } from '../../../renderer/ui/preferences.ts'

// The page of these tests: the real application around the fake station of floor-station.ts.
startPreferences()
connectSession(async () => {
  const { bench } = await api.session.current()
  const { site, station, operator } = bench.session
  return {
    site,
    station: { code: station, name: station },
    operator: operator === null ? null : { ...operator, role: 'lead' },
  } as never
})
const root = document.querySelector('#root')
if (root === null) throw new Error('floor-page.html has no #root')
createRoot(root).render(<App wrap={(screen) => <ScanProvider>{screen}</ScanProvider>} />)
