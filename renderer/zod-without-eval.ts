import { z } from 'zod'

// Zod probes `new Function` once; under our CSP that probe is a reported violation. Must run before the first schema is parsed.
z.config({ jitless: true })
