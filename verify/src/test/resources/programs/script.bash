# Arrays, maps, functions, string building, subshells, pipes and here-documents. Everything that it prints is fixed.
set -euo pipefail

checksum() {
    cksum | cut -d' ' -f1
}

fibonacci() {
    if (($1 < 2)); then
        echo "$1"
    else
        echo $(($(fibonacci $(($1 - 1))) + $(fibonacci $(($1 - 2)))))
    fi
}

echo "fibonacci $(fibonacci 9)"

# An indexed array that grows, shrinks in the middle and is joined.
numbers=()
for ((i = 0; i < 20000; i++)); do
    numbers+=("item-$((i * 7919 % 20011))-$i")
done
for ((i = 0; i < 20000; i += 3)); do
    unset "numbers[i]"
done
echo "array ${#numbers[@]} $(printf '%s\n' "${numbers[@]}" | checksum)"
echo "slice ${numbers[*]: -5}"

# A map from strings to strings whose values are rewritten many times.
declare -A counts
for ((i = 0; i < 20000; i++)); do
    key="key$((i * 31 % 997))"
    counts[$key]="${counts[$key]:-}$((i % 10))"
done
echo "map ${#counts[@]} $(for key in "${!counts[@]}"; do echo "$key=${counts[$key]}"; done | sort | checksum)"

# One string that grows to a hundred thousand characters, and replacements in it.
text=
for ((i = 0; i < 10000; i++)); do
    text+="word$((i % 100)) "
done
replaced=${text//word1/a-much-longer-word-}
upper=${text^^}
echo "strings ${#text} ${#replaced} ${upper:5000:20} $(checksum <<< "$replaced$upper")"

# Subshells, each with its own copy of what the shell holds.
for ((i = 0; i < 60; i++)); do
    (
        numbers=("${numbers[@]:i:50}")
        echo "$i ${numbers[*]}"
    )
done | checksum

# Long pipes with a shell loop in the middle.
seq 1 20000 | while read -r n; do
    echo "$((n % 257)) $n"
done | sort -n | awk '{ sum[$1] += $2 } END { for (i = 0; i < 257; i++) print i, sum[i] }' | checksum

# Words split, matched and gathered; process substitution and a here-document.
matched=0
while IFS=' -' read -r word number rest; do
    if [[ $word =~ ^(item)$ && $number == *7* ]]; then
        matched=$((matched + ${#rest}))
    fi
done < <(printf '%s\n' "${numbers[@]}")
echo "matched $matched"

cat << END | tr a-z A-Z
here-document ${numbers[1]} $(echo nested "$(echo command "$(echo substitution)")")
END

mapfile -t lines < <(seq 1 5000)
echo "mapfile ${#lines[@]} ${lines[4999]} $(
    IFS=,
    checksum <<< "${lines[*]}"
)"
