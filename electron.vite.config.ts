import { resolve } from 'node:path'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      lib: {
        entry: {
          electron: at('main/electron/index.ts'),
          node: at('main/node/index.ts'),
          centre: at('central/node/index.ts'),
          'centre-worker': at('central/embedded/worker.ts'),
          'sheet-worker': at('main/imports/sheet-worker.ts'),
          'plan-worker': at('main/planning/plan-worker.ts'),
          'carton-worker': at('main/packing/carton-worker.ts'),
          'order-worker': at('main/import-runs/order-worker.ts'),
        },
        formats: ['es'],
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      lib: { entry: at('preload/index.ts'), formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [
      // electron-vite sets a relative base; pages below /orders/… would then look for their assets in the wrong folder.
      { name: 'absolute-base', enforce: 'post' as const, config: () => ({ base: '/' }) },
      react(),
      lingui({ failOnMissing: true, failOnCompileError: true }),
      { ...optimizeLocales.vite({ locales: ['en-US', 'ko-KR'] }), enforce: 'pre' as const },
      babel({ presets: [linguiTransformerBabelPreset()] }),
    ],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
})
