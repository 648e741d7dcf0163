// The pages' models, one function each. Errors: not_found.
#pragma once

#include "ledger/result.hpp"

namespace radslag::html {
struct Page;
}

namespace radslag::web {

using html::Page;
struct Visit;

Result<Page> register_page(const Visit& visit);  ///< query: status, board, level
Result<Page> dialogue_page(const Visit& visit);  ///< args: dialogue
Result<Page> round_page(const Visit& visit);     ///< args: round; query: area, theme, order
Result<Page> project_page(const Visit& visit);   ///< args: round, number (from 1, in the definition's order)
Result<Page> vote_page(const Visit& visit);      ///< args: round; query: order
Result<Page> ballot_page(const Visit& visit);    ///< args: round; query: tracker
Result<Page> result_page(const Visit& visit);    ///< args: round
Result<Page> count_page(const Visit& visit);     ///< the count step by step, made to be printed; args: round
Result<Page> record_page(const Visit& visit);
Result<Page> entries_page(const Visit& visit);   ///< query: log, from
Result<Page> entry_page(const Visit& visit);     ///< query: log, index
Result<Page> receipt_sheet(const Visit& visit);  ///< one entry's receipt for paper; query: log, index
Result<Page> notice_sheet(const Visit& visit);   ///< args: round, moment (opening, closing, result)
Result<Page> verify_page(const Visit& visit);
Result<Page> about_page(const Visit& visit);
Result<Page> accessibility_page(const Visit& visit);

}  // namespace radslag::web
