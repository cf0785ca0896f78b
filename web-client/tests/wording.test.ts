import assert from 'node:assert/strict'
import test from 'node:test'
import { linesSaid, said } from '../src/pages/facilitator/wording'

test('what a desk writes is kept without the spaces at its ends and without the languages in which nothing is written', () => {
  assert.deepEqual(said({ ar: ' سؤال ', fr: '  ' }, ['ar', 'fr']), { ar: 'سؤال' })
  assert.deepEqual(said({ ar: 'سؤال', fr: 'Question' }, ['ar']), { ar: 'سؤال' }, 'a language that is no longer written in is left out')
  assert.equal(said({ fr: ' ' }, ['ar', 'fr']), undefined)
})

test('lines are paired by their order, and nothing is paired where a language has more of them', () => {
  assert.deepEqual(linesSaid({ ar: 'نعم\n\nلا', fr: 'Oui\nNon\n' }, ['ar', 'fr']), [{ ar: 'نعم', fr: 'Oui' }, { ar: 'لا', fr: 'Non' }])
  assert.deepEqual(linesSaid({ ar: 'نعم\nلا', fr: '' }, ['ar', 'fr']), [{ ar: 'نعم' }, { ar: 'لا' }], 'one language alone is enough')
  assert.equal(linesSaid({ ar: 'نعم\nلا', fr: 'Oui' }, ['ar', 'fr']), undefined)
  assert.deepEqual(linesSaid({}, ['ar', 'fr']), [])
})
