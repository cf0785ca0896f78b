// One plain sentence for each time the record was mended.
import type { RepairView } from '../../protocol/generated'

interface Words {
  repair_nothing(data: { at: string }): string
  repair_again(data: { at: string; n: number }): string
  repair_too_late(data: { at: string; n: number; late: number }): string
}

export function repairText(repair: RepairView, at: string, words: Words): string {
  if (repair.too_late > 0) return words.repair_too_late({ at, n: repair.recorded_again, late: repair.too_late })
  return repair.recorded_again > 0 ? words.repair_again({ at, n: repair.recorded_again }) : words.repair_nothing({ at })
}
