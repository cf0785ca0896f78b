import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import Ajv from 'ajv/dist/2020.js'

const folder = '../protocol/examples'
const schema = (name: string) => new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(`../protocol/schema/${name}.json`, 'utf8')) as object)
const roots = { client: schema('client_message'), server: schema('server_message'), plan: schema('room_plan') }
const files = (kind: string) => fs.readdirSync(`${folder}/${kind}`).filter((name) => name.endsWith('.json'))
const root = (name: string) => roots[name.split('_')[0] as keyof typeof roots]

test('every valid example satisfies the schema that the C++ types made', () => {
  assert.ok(files('valid').length >= 30)
  for (const name of files('valid')) {
    const judge = root(name)
    assert.ok(judge, name)
    assert.ok(judge(JSON.parse(fs.readFileSync(`${folder}/valid/${name}`, 'utf8'))), `${name}: ${JSON.stringify(judge.errors?.slice(0, 3))}`)
  }
})
test('examples of a wrong shape are refused by the schema as well', () => {
  const wrong = files('invalid').filter((name) => name.includes('_shape_'))
  assert.ok(wrong.length >= 5)
  for (const name of wrong) {
    let value: unknown
    try {
      value = JSON.parse(fs.readFileSync(`${folder}/invalid/${name}`, 'utf8'))
    } catch {
      continue
    }
    // Duplicate keys are gone after parsing: only the server's scan can see them.
    if (/duplicate|escaped_key|fraction|exponent|canonical|padded/.test(name)) continue
    assert.equal(root(name)(value), false, name)
  }
})
