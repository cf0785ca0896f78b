// Node 20 runs no TypeScript: the tests are built with the same tool as the pages.
import fs from 'node:fs'
import { build } from 'vite'

fs.rmSync('.test-build', { recursive: true, force: true })
const input = fs.readdirSync('tests').filter((name) => name.endsWith('.test.ts')).map((name) => `tests/${name}`)
await build({
  configFile: false,
  logLevel: 'warn',
  build: { ssr: true, outDir: '.test-build', target: 'node20', minify: false, rollupOptions: { input, output: { entryFileNames: '[name].mjs' } } },
})
