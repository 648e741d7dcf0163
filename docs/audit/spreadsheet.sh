#!/bin/sh
# sh spreadsheet.sh DEFINITION TALLY ALLOCATION >table.csv: a round's allocation as a table of formulas, for any spreadsheet. The three files are
# the contents that the record names in round-opened, tally and allocation. For rounds with one urn. Amounts are in minor units (öre).
# Left: projects, costs, votes, and the place that the rule gives each. Right: in that order, the money left, the outcome, the announced one.
set -eu
awk -v q='"' '
function text(s) { gsub(q, q q, s); return q "=" q q s q q q }      # a formula whose value is that text: no id becomes a number
function formula(s) { gsub(q, q q, s); return q "=" s q }
FNR == 1 { file++ }
file == 1 && $1 == "envelope" { envelope = $2 }
function refuse(why) { print "no table: " why >"/dev/stderr"; refused = 1; exit 1 }
file == 1 && $1 == "allocation" && $2 != "greedy" { refuse("the rule is " $2) }
file == 1 && ($1 == "exclusive" || $1 == "reserve-percent" && $2 > 0 || $1 == "order" && $2 != "score") { refuse("it has no formulas for " $1) }
file == 1 && $1 == "ties" && $2 ~ /max-votes|lot$/ { refuse("it has no formulas for ties by " $2) }
file == 1 && $1 == "score" { column = $2 == "points" ? 4 : 3 }
file == 1 && $1 == "minimum-score" { least = $2 }
file == 1 && $1 == "tie-order" { given[$2] = ++ranks }
file == 1 && $1 == "unaffordable" { stop = $2 == "stop" }
file == 1 && $1 == "ties" { ties = $2 ~ /^min-cost/ ? 1 : $2 ~ /^max-cost/ ? -1 : 0 }
file == 1 && $1 == "project" { id[++n] = $2 }
file == 1 && $1 == "cost" { cost[n] = $2 }
file == 1 && $1 == "withdrawn" { out[n] = $2 == "yes" ? "x" : "" }
file == 2 && $1 == "votes" { votes[$2] = $column }
file == 3 && $1 == "step" { step[++steps] = $2; said[steps] = $5 }
END {
  if (refused) exit 1
  last = n + 2
  print "envelope," envelope ",score needed," least ",stop at what does not fit," stop + 0 ",ties: 1 cheap first -1 dear first," ties + 0 ",,,,,,,all agree," \
    formula("IF(COUNTIF(P3:P" last ",\"agrees\")=" (steps > n ? steps : n) ",\"YES\",\"NO\")")
  print "project,cost,score,withdrawn,place,among equals,place,row,project,cost,score,withdrawn,left,outcome,announced,agrees,announced project"
  for (i = 1; i <= n; i++) {
    r = i + 2; b = "B$3:B$" last; c = "C$3:C$" last; f = "F$3:F$" last
    place = "1+SUMPRODUCT((" c ">C" r ")+(" c "=C" r ")*(($H$1*" b "<$H$1*B" r ")+($H$1*" b "=$H$1*B" r ")*(" f "<F" r ")))"
    left = i == 1 ? "B1" : "M" r - 1 "-IF(N" r - 1 "=\"funded\",J" r - 1 ",0)"
    ended = "COUNTIF(N$2:N" r - 1 ",\"does-not-fit\")+COUNTIF(N$2:N" r - 1 ",\"exceeds-envelope\")>0"
    outcome = "IF(L" r "=\"x\",\"withdrawn\",IF(K" r "<$D$1,\"not-eligible\",IF(AND($F$1=1," ended "),\"after-stop\"," \
      "IF(J" r ">$B$1,\"exceeds-envelope\",IF(J" r "<=M" r ",\"funded\",\"does-not-fit\")))))"
    row = text(id[i]) "," cost[i] "," votes[id[i]] "," out[i] "," formula(place) "," (ranks ? given[id[i]] : i) "," i "," formula("MATCH(G" r ",E$3:E$" last ",0)")
    split("A B C D", from, " ")
    for (k = 1; k <= 4; k++) row = row "," formula("INDEX(" from[k] "$3:" from[k] "$" last ",H" r ")" (k == 4 ? "&\"\"" : ""))
    print row "," formula(left) "," formula(outcome) "," said[i] "," formula("IF(AND(I" r "=Q" r ",N" r "=O" r "),\"agrees\",\"DIFFERS\")") "," text(step[i])
  }
}' "$@"
