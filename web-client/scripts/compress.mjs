// Writes .gz and .br beside every built file: nothing is compressed per request.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

for (const entry of fs.readdirSync('dist', { recursive: true })) {
  const file = path.join('dist', entry)
  if (!/\.(html|js|css|svg|json|txt)$/.test(file)) continue
  const bytes = fs.readFileSync(file)
  fs.writeFileSync(file + '.gz', zlib.gzipSync(bytes, { level: 9 }))
  fs.writeFileSync(file + '.br', zlib.brotliCompressSync(bytes))
}
