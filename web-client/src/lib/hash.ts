// SHA-256 without crypto.subtle, which plain HTTP does not have. Apart from ids.ts, so that phones do not load it.
import { sha256 } from '@noble/hashes/sha2.js'
import type { Hash } from '../protocol/generated'
import { toBase64Url } from './ids'

/** 43 characters of base64url: what the server keeps of a link's secret. */
export const hashOf = (bytes: Uint8Array): Hash => toBase64Url(sha256(bytes)) as Hash
