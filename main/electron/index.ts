import { openStation } from '../station.ts'
import { runShell } from './shell.ts'

void runShell(openStation)
