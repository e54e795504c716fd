import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { CentreChild } from '../../central/embedded.ts'

/** Starts the centre of this machine as a utility process of the shell: its work and its crashes are its own. */
export function startUtility(file: URL, options: { directory: string; version: string }): CentreChild {
  const child = utilityProcess.fork(fileURLToPath(file), [JSON.stringify(options)], { serviceName: 'Baro centre' })
  return {
    line: {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
    },
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
