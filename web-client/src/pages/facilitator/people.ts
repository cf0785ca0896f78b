// Who of a named room has earned a certificate, who has it, and what the others lack. The rule of server/core/attendance.cpp. Pure.
import type { CertificateRule, PersonView } from '../../protocol/generated'

export type Standing = { readonly kind: 'has'; readonly code: string } | { readonly kind: 'earned' } | { readonly kind: 'lacks'; readonly activities: number } | { readonly kind: 'nothing_yet' }

export function standingOf(person: PersonView, rule: CertificateRule): Standing {
  if (person.certificate) return { kind: 'has', code: person.certificate }
  if (person.opened === 0) return { kind: 'nothing_yet' }
  const lacking = Math.ceil((person.opened * rule.percent) / 100) - person.took_part
  return lacking <= 0 ? { kind: 'earned' } : { kind: 'lacks', activities: lacking }
}
