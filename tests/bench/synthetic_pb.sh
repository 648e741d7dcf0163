#!/bin/sh
# An invented election of the size and shape of a large city's, as a Pabulib file on standard output: 83 projects, approval of up to 5.
#   synthetic_pb.sh [voters]
awk -v voters="${1:-61668}" 'BEGIN {
  srand(1)
  projects = 83
  print "META\nkey;value\ndescription;Invented election\ncountry;Nowhere\nunit;Exempelstad\ninstance;2026\nnum_projects;" projects
  print "num_votes;" voters "\nbudget;24186815\nvote_type;approval\nrule;greedy\ndate_begin;01.06.2026\ndate_end;15.06.2026\nmax_length;5\ncurrency;SEK"
  for (v = 0; v < voters; v++) {
    delete chosen
    line = ""
    for (k = 0; k < 5; k++) {
      p = int(projects * rand() * rand())   # some are liked more than others
      if (p in chosen) continue
      chosen[p]; votes[p]++
      line = line (line == "" ? "" : ",") (1000 + p)
    }
    ballots[v] = line
  }
  print "PROJECTS\nproject_id;cost;votes;name"
  for (p = 0; p < projects; p++) print (1000 + p) ";" (100000 + 53000 * p) ";" (votes[p] + 0) ";Project " (p + 1)
  print "VOTES\nvoter_id;vote"
  for (v = 0; v < voters; v++) print (v + 1) ";" ballots[v]
}'
