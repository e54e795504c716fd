import { I18nProvider } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, lazy, Suspense, useEffect } from 'react'
import { I18nProvider as AriaI18nProvider } from 'react-aria-components'
import { ErrorBoundary, Failure } from './error-boundary.tsx'
import { i18n, localeTag } from './i18n/index.ts'
import { go, segments, usePlace } from './router.ts'
import { ScanProvider } from './scan/scan-provider.tsx'
import { useStationScanners } from './scan/use-station-scanners.ts'
import { refreshSession, useSession } from './session-store.ts'
import { Button } from './ui/office/button.tsx'
import { EmptyState } from './ui/office/empty-state.tsx'
import { Toasts } from './ui/office/toast.tsx'
import { Waiting } from './ui/office/waiting.tsx'
import { usePreferences } from './ui/preferences.ts'

/** What a screen's index.tsx exports as default: it gets the segments behind its noun. */
export type ScreenProps = { readonly rest: readonly string[] }

type ScreenModule = { readonly default: ComponentType<ScreenProps> }

// A screen is a folder: renderer/screens/<noun>/index.tsx is shown at /<noun>, loaded when it is first asked for.
const modules = import.meta.glob<ScreenModule>('./screens/*/index.tsx')
const screens = new Map<string, ComponentType<ScreenProps>>(
  Object.entries(modules).map(([file, load]) => [file.split('/')[2] ?? '', lazy(load)]),
)

// Nobody has to be signed in to look at the kit.
const withoutSession: readonly string[] = ['gallery']

const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 5_000 } },
})

function Screen({ noun, rest }: { noun: string; rest: readonly string[] }) {
  const Shown = screens.get(noun)
  if (Shown === undefined)
    return (
      <main>
        <EmptyState
          mark="warning"
          title={<Trans>There is nothing here</Trans>}
          advice={<Trans>The address names no screen of Baro.</Trans>}
          action={
            <Button kind="primary" tall onPress={() => go('/', { replace: true })}>
              <Trans>Go to my screen</Trans>
            </Button>
          }
        />
      </main>
    )
  return (
    <Suspense fallback={<Waiting />}>
      <Shown rest={rest} />
    </Suspense>
  )
}

/** Goes to `to` and shows nothing meanwhile. */
function Redirect({ to }: { to: string }) {
  useEffect(() => go(to, { replace: true }), [to])
  return null
}

/** Set-up while there is no site, sign-in while there is no operator, then the screen of the address. */
function Gate() {
  useStationScanners()
  const path = usePlace((place) => place.path)
  const state = useSession()
  const [noun = '', ...rest] = segments(path)
  if (withoutSession.includes(noun)) return <Screen noun={noun} rest={rest} />
  if (state.status === 'loading') return <Waiting />
  if (state.status === 'failed') return <Failure id={failureOf(state.error)} />
  const { site, operator } = state.session
  if (site === null) return <Screen noun="setup" rest={noun === 'setup' ? rest : []} />
  if (operator === null) return <Screen noun="sign-in" rest={[]} />
  if (noun === '' || noun === 'sign-in' || noun === 'setup') return <Redirect to={`/${state.session.screen}`} />
  return <Screen noun={noun} rest={rest} />
}

function failureOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'requestId' in error ? String(error.requestId) : '–'
}

/** The frame around every screen: languages, queries, the scanner, the session gate and the last resort for bugs. */
export function App() {
  const locale = usePreferences((preferences) => preferences.locale)
  useEffect(() => {
    void refreshSession()
  }, [])
  return (
    <I18nProvider i18n={i18n}>
      <AriaI18nProvider locale={localeTag(locale)}>
        <QueryClientProvider client={queries}>
          <ErrorBoundary>
            <ScanProvider>
              <Gate />
              <Toasts />
            </ScanProvider>
          </ErrorBoundary>
        </QueryClientProvider>
      </AriaI18nProvider>
    </I18nProvider>
  )
}
