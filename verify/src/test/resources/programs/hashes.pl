# Hashes, regular expressions, sorting and string building. Everything that it prints is fixed.
use strict;
use warnings;

my $state = 42;
sub next_random {
    my ($bound) = @_;
    $state = ($state * 1103515245 + 12345) & 0x7fffffff;
    return int($state / 65536) % $bound;
}

sub checksum {
    my $sum = 0;
    $sum = ($sum * 31 + unpack('%32C*', $_) + length $_) & 0xffffffff for @_;
    return $sum;
}

# A hash of hashes of arrays, filled and thinned out again.
my %people;
for my $i (1 .. 200_000) {
    my $name = join '', map { chr(97 + next_random(26)) } 1 .. 3 + next_random(5);
    push @{ $people{substr $name, 0, 2}{$name} }, $i;
}
my ($names, $visits) = (0, 0);
for my $prefix (sort keys %people) {
    for my $name (sort keys %{ $people{$prefix} }) {
        $names++;
        $visits += @{ $people{$prefix}{$name} };
        delete $people{$prefix}{$name} if $names % 3 == 0;
    }
}
print "names $names visits $visits\n";
print 'left ', checksum(map { my $p = $_; map { "$_:@{ $people{$p}{$_} }" } sort keys %{ $people{$p} } } sort keys %people), "\n";

# A text, its words and what regular expressions make of it.
my $text = join ' ', map { 'w' . next_random(5000) . ('x' x next_random(8)) . (next_random(10) ? '' : '.') } 1 .. 150_000;
my %count;
$count{$1}++ while $text =~ /\b(w\d+)(?=x{2,})/g;
my @top = (sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count)[0 .. 9];
print "top @top[0 .. 9]\n";
(my $changed = $text) =~ s/w(\d)(\d*)x+(\.?)/ '<' . reverse("$1$2") . '>' . uc($3 eq '' ? 'n' : 'dot') /ge;
print 'changed ', length $changed, ' ', checksum($changed), "\n";
my @sentences = split /\.\s*/, $text;
my @long = grep { length > 200 } @sentences;
print 'sentences ', scalar @sentences, ' long ', scalar @long, ' ', checksum(sort { length $a <=> length $b || $a cmp $b } @long), "\n";

# Strings that grow from both ends, and closures that hold them.
my @makers = map { my $own = 'c' x $_; sub { $own .= shift; $own = substr $own, 1; return length $own } } 1 .. 2000;
my $total = 0;
for my $round (1 .. 20) {
    $total += $_->('y' x ($round * 10)) for @makers;
}
print "closures $total\n";

# Packed records in one big string, sorted by a field.
my $records = join '', map { pack 'NnA10', next_random(32768) * 32768 + next_random(32768), next_random(65536), "r$_" } 1 .. 60_000;
my @sorted = sort { $a->[0] <=> $b->[0] || $a->[2] cmp $b->[2] } map { [unpack 'NnA10', substr $records, $_ * 16, 16] } 0 .. 59_999;
print "records $sorted[0][2] $sorted[-1][2] ", checksum(map { "@$_" } @sorted), "\n";
