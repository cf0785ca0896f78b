// The desk's secret. Over https it is exchanged for a cookie that no script can read and no other site can use; then it stands neither in the address nor
// in storage. Over plain HTTP, as a hall may need it, the link itself goes on being used.
import type { LinkSecret } from '../protocol/generated'

/** What the page finds around it; a test gives its own. */
export interface Surroundings {
  readonly isSecure: boolean
  readonly fragment: LinkSecret | undefined
  stored(): LinkSecret | undefined
  store(link: LinkSecret | undefined): void
  forgetAddress(): void
  post(path: string, authorization: string): Promise<boolean>
}

export const bearer = (link: LinkSecret | undefined): Record<string, string> => (link ? { Authorization: `Bearer ${link.link}.${link.secret}` } : {})

/** The link to say hello with; undefined: the cookie speaks, or nothing does. */
export function deskLink(code: string, around: Surroundings): LinkSecret | undefined {
  const link = around.fragment ?? around.stored()
  if (!link) return undefined
  around.store(link) // until the cookie is there: a page that is loaded again at once must get in
  if (around.isSecure) void exchange(code, link, around)
  return link
}

async function exchange(code: string, link: LinkSecret, around: Surroundings): Promise<void> {
  const exchanged = await around.post(`/api/codes/${code}/session`, `Bearer ${link.link}.${link.secret}`).catch(() => false)
  if (!exchanged) return
  around.store(undefined)
  around.forgetAddress()
}
