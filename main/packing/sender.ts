import type { Row } from '../../db/tables.ts'
import type { SenderInput } from '../../domain/shipping-label.ts'

/** The site as sender, as it stands on labels and packing slips. */
export function senderOf(site: Row<'site'>): SenderInput {
  return {
    name: site.sender_name,
    phone: site.sender_phone,
    lines: [[site.sender_postcode, site.sender_line1].filter(Boolean).join(' '), site.sender_line2].filter(
      (line) => line !== '',
    ),
  }
}
