import { create } from 'zustand'

const asked = (): boolean =>
  typeof location !== 'undefined' && new URLSearchParams(location.search).get('training') === '1'

/** Whether practice is on. It goes along from screen to screen until it is ended; `?training=1` begins with it. */
export const useTraining = create<{ readonly on: boolean }>(() => ({ on: asked() }))

/** Begins or ends practice. */
export function setTraining(on: boolean): void {
  useTraining.setState({ on })
}
