import { saveTemplate } from './labels/save-template.ts'

/** The commands about what is drawn on labels. */
export const labelCommands = [saveTemplate]
